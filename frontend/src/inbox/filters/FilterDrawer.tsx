// The filters on a phone: from below, closed by a button that a thumb reaches.
import { Button, Drawer } from '@mantine/core';
import { text } from '../../strings';
import FilterPanel from './FilterPanel';

const t = text.triage.filters;

interface FilterDrawerProps {
  params: URLSearchParams;
  onClose: () => void;
}

export default function FilterDrawer({ params, onClose }: FilterDrawerProps) {
  return (
    <Drawer opened onClose={onClose} title={t.title} position="bottom" size="85%">
      <FilterPanel params={params} />
      <Button fullWidth mt="md" onClick={onClose}>
        {t.show}
      </Button>
    </Drawer>
  );
}
