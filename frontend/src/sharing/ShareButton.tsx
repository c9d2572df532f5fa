// The button that opens the dialog; it says when a workflow is not for everybody.
import { Button } from '@mantine/core';
import { IconLock, IconUsers } from '@tabler/icons-react';
import { useState } from 'react';
import { text } from '../strings';
import { ShareDialog } from './ShareDialog';

interface ShareButtonProps {
  slug: string;
  restricted?: boolean;
}

export function ShareButton({ slug, restricted = false }: ShareButtonProps) {
  const [opened, setOpened] = useState(false);
  const Icon = restricted ? IconLock : IconUsers;
  return (
    <>
      <Button
        variant="default"
        leftSection={<Icon size={16} />}
        onClick={() => setOpened(true)}
        data-testid="share"
      >
        {text.sharing.share}
      </Button>
      <ShareDialog slug={slug} opened={opened} onClose={() => setOpened(false)} />
    </>
  );
}
