// What an unknown address shows.
import { Button } from '@mantine/core';
import { IconMapOff } from '@tabler/icons-react';
import { Link } from 'react-router';
import { text } from '../../strings';
import { EmptyState } from '../EmptyState';
import { usePageTitle } from '../PageHeader';

export default function NotFoundPage() {
  const t = text.notFound;
  usePageTitle(t.title);
  return (
    <EmptyState
      icon={IconMapOff}
      title={t.title}
      actions={
        <Button component={Link} to="/workflows">
          {t.back}
        </Button>
      }
    >
      {t.body}
    </EmptyState>
  );
}
