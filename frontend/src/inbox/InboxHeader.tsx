// The header of the inbox: boxes with their figures, the way to narrow the list, saved views, search.
import { SegmentedControl, TextInput, UnstyledButton } from '@mantine/core';
import { IconKeyboard, IconSearch } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { useNavigate } from 'react-router';
import { useTaskCounts } from '../api/inbox';
import { useWantsSingleKeys } from '../api/session';
import { text } from '../strings';
import { numbers } from '../strings/formats';
import { PageHeader } from '../ui/PageHeader';
import { BOXES, type Box, boxAddress, readBox } from './boxes';
import { FilterButton } from './filters/FilterButton';
import classes from './inbox.module.css';
import { useSearch } from './search';
import { ViewsButton } from './views/ViewsButton';

const t = text.inbox;

interface InboxHeaderProps {
  params: URLSearchParams;
  isNarrow: boolean;
  onHelp: () => void;
}

export function InboxHeader({ params, isNarrow, onHelp }: InboxHeaderProps) {
  // What is to come is a forecast: nothing of it can be narrowed.
  const isList = readBox(params) !== 'upcoming';
  return (
    <PageHeader
      title={t.title}
      context={<Boxes params={params} />}
      actions={
        <>
          {isList && <FilterButton params={params} isNarrow={isNarrow} />}
          <ViewsButton params={params} />
          {!isNarrow && (
            <UnstyledButton
              className={classes.tool}
              aria-label={t.keysHelp}
              title={t.keysHelp}
              onClick={onHelp}
            >
              <IconKeyboard size={18} stroke={1.6} />
            </UnstyledButton>
          )}
          {isList && <Search params={params} />}
        </>
      }
    />
  );
}

function Boxes({ params }: { params: URLSearchParams }) {
  const navigate = useNavigate();
  const counts = useTaskCounts().data;
  const box = readBox(params);
  const tabs = useRef<HTMLDivElement>(null);
  // On a phone the tabs are wider than the page.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another box is another tab to bring into sight
  useEffect(() => {
    const active = tabs.current?.querySelector('[data-active]');
    active?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [box, counts]);
  // The dashboard leads to everybody's tasks: a tab of its own while one is there.
  const shown: readonly Box[] = box === 'all' ? [...BOXES, 'all'] : BOXES;
  return (
    <div ref={tabs} className={classes.tabs}>
      <SegmentedControl
        value={box}
        onChange={(value) => void navigate(boxAddress(value as Box))}
        data={shown.map((value) => ({
          value,
          label: <BoxLabel box={value} count={counts?.[value as keyof typeof counts] ?? 0} />,
        }))}
        size="sm"
        aria-label={t.boxLabel}
        data-testid="boxes"
      />
    </div>
  );
}

function BoxLabel({ box, count }: { box: Box; count: number }) {
  return (
    <>
      {t.boxes[box]}
      {count > 0 && <span className={classes.figure}>{numbers().format(count)}</span>}
    </>
  );
}

function Search({ params }: { params: URLSearchParams }) {
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useSearch(params, input);
  const keysWork = useWantsSingleKeys();
  return (
    <TextInput
      ref={input}
      className={classes.search}
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
      placeholder={t.search}
      aria-label={t.searchLabel}
      leftSection={<IconSearch size={15} />}
      rightSection={keysWork && <kbd className={`f-kbd ${classes.key}`}>/</kbd>}
      data-testid="inbox-search"
    />
  );
}
