// Search over pages, workflows and recent runs; loaded when it is first opened.
import { createSpotlight, Spotlight, type SpotlightActionGroupData } from '@mantine/spotlight';
import { IconPlayerPlay, IconSearch, IconSitemap } from '@tabler/icons-react';
import { useEffect, useMemo } from 'react';
import { useNavigate } from 'react-router';
import { useRuns, useWorkflows } from '../../api/queries';
import { useCell } from '../../canvas/cell';
import { text } from '../../strings';
import { look, stateOf } from '../states';
import { timeAgo } from '../time';
import { type Command, offered } from './commands';
import { PAGES } from './pages';
import '@mantine/spotlight/styles.css';

const [store, actions] = createSpotlight();
const t = text.search;
const RECENT = 12;

/** The page's own commands stand first, in the groups that it names. */
function fromPage(commands: Command[]): SpotlightActionGroupData[] {
  const groups = new Map<string, Command[]>();
  for (const command of commands) {
    groups.set(command.group, [...(groups.get(command.group) ?? []), command]);
  }
  return [...groups].map(([group, list]) => ({
    group,
    actions: list.map(({ id, label, keys, description, run }) => ({
      id,
      label,
      description,
      rightSection: keys ? <kbd className="f-kbd">{keys}</kbd> : undefined,
      onClick: run,
    })),
  }));
}

function useGroups(commands: Command[]): SpotlightActionGroupData[] {
  const navigate = useNavigate();
  const workflows = useWorkflows().data ?? [];
  const runs = useRuns().data ?? [];
  return [
    ...fromPage(commands),
    {
      group: t.pages,
      actions: PAGES.map(({ to, label, icon: Icon }) => ({
        id: to,
        label,
        leftSection: <Icon size={18} stroke={1.8} />,
        onClick: () => void navigate(to),
      })),
    },
    {
      group: t.workflows,
      actions: workflows.map(({ slug, name, description }) => ({
        id: `workflow-${slug}`,
        label: name,
        description,
        keywords: [slug],
        leftSection: <IconSitemap size={18} stroke={1.8} />,
        onClick: () => void navigate(`/workflows/${slug}`),
      })),
    },
    {
      group: t.runs,
      actions: runs.slice(0, RECENT).map((run) => ({
        id: `run-${run.id}`,
        label: run.workflow_name ?? run.workflow,
        description: `${look(stateOf(run.status)).word} · ${timeAgo(run.created_at)}`,
        keywords: [run.id, run.workflow],
        leftSection: <IconPlayerPlay size={18} stroke={1.8} />,
        onClick: () => void navigate(`/runs/${run.id}`),
      })),
    },
  ];
}

/** Opens whenever `wanted` grows. */
export default function Search({ wanted }: { wanted: number }) {
  const ask = useCell(offered);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked anew each time the search opens
  const commands = useMemo(() => ask(), [ask, wanted]);
  const groups = useGroups(commands);
  useEffect(() => {
    if (wanted > 0) actions.open();
  }, [wanted]);
  return (
    <Spotlight
      store={store}
      actions={groups}
      shortcut={null}
      overlayProps={{ blur: 0, backgroundOpacity: 0.35 }}
      classNames={{
        actionsGroup: 'f-search-group',
        action: 'f-search-action',
        actionDescription: 'f-search-words',
      }}
      attributes={{ content: { 'aria-label': t.placeholder } }}
      nothingFound={t.nothing}
      highlightQuery
      limit={20}
      scrollable
      maxHeight={420}
      searchProps={{
        leftSection: <IconSearch size={18} />,
        placeholder: t.placeholder,
        'aria-label': t.placeholder,
      }}
    />
  );
}
