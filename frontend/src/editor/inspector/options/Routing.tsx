// The rules that decide with which action a finished step leaves: a list, the first true one counts.
import { ActionIcon, Autocomplete, Button, Switch, TextInput } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from '@tabler/icons-react';
import { useCell } from '../../../canvas/cell';
import { actionsOf } from '../../../graph/actions';
import type { GraphNode, JsonObject } from '../../../graph/types';
import { text } from '../../../strings';
import { ExpressionField } from '../../expressions/ExpressionField';
import { textOf } from '../../fields/types';
import { useSession } from '../../state/context';
import { Hint, Option } from './Option';
import classes from './options.module.css';
import { moved, replaced, routesOf } from './routes';
import type { NodeOptions } from './useOptions';

const t = text.editor.options;

interface RoutingProps {
  node: GraphNode;
  options: NodeOptions;
}

export function Routing({ node, options }: RoutingProps) {
  const session = useSession();
  const { edges } = useCell(session.graph);
  const routes = routesOf(options.get('routes'));
  const write = (next: JsonObject[]) => options.set(['routes'], next.length > 0 ? next : undefined);
  const leaving = edges.flatMap(({ source, action }) =>
    source === node.id && action !== null && action !== '*' ? [action] : [],
  );
  // What the rules themselves say is left out: a name being typed is no choice.
  const own = actionsOf({ ...node, options: {} }, session.types.get(node.type));
  const actions = [...new Set([...leaving, ...own])];
  return (
    <>
      <Hint problem={options.problem('routes')}>{t.routingHint}</Hint>
      <ol className={classes.rules} onBlur={options.seal}>
        {routes.map((route, at) => (
          <Rule
            // biome-ignore lint/suspicious/noArrayIndexKey: rules have no identity of their own
            key={at}
            at={at}
            last={at === routes.length - 1}
            route={route}
            actions={actions}
            problem={(part) => options.problem('routes', String(at), part)}
            onChange={(next) => write(replaced(routes, at, next))}
            onMove={(to) => write(moved(routes, at, to))}
          />
        ))}
      </ol>
      <Button
        variant="default"
        size="compact-sm"
        className={classes.add}
        leftSection={<IconPlus size={14} />}
        onClick={() => write([...routes, { when: '' }])}
      >
        {t.addRoute}
      </Button>
    </>
  );
}

interface RuleProps {
  at: number;
  last: boolean;
  route: JsonObject;
  actions: string[];
  problem: (part: string) => string | undefined;
  onChange: (route: JsonObject | null) => void;
  onMove: (to: number) => void;
}

function Rule({ at, last, route, actions, problem, onChange, onMove }: RuleProps) {
  const number = at + 1;
  const set = (name: string, value: string | boolean) => {
    const { [name]: _old, ...rest } = route;
    onChange(value === '' || value === false ? rest : { ...rest, [name]: value });
  };
  const when = textOf(route.when);
  return (
    <li className={classes.rule} aria-label={t.route(number)}>
      <div className={classes.ruleHead}>
        <span>{t.route(number)}</span>
        <Tool
          label={t.routeUp(number)}
          icon={IconArrowUp}
          off={at === 0}
          run={() => onMove(at - 1)}
        />
        <Tool
          label={t.routeDown(number)}
          icon={IconArrowDown}
          off={last}
          run={() => onMove(at + 1)}
        />
        <Tool label={t.removeRoute(number)} icon={IconTrash} run={() => onChange(null)} />
      </div>
      <Option label={t.routeWhen} problem={when === '' ? t.routeWhenNeeded : problem('when')}>
        <ExpressionField
          name="when"
          schema={{}}
          root={{}}
          label={t.routeWhen}
          value={when}
          onChange={(value) => onChange({ ...route, when: textOf(value) })}
        />
      </Option>
      <Option label={t.routeAction} problem={problem('action')}>
        <Autocomplete
          label={t.routeAction}
          placeholder={t.routeAsIs}
          data={actions}
          value={textOf(route.action)}
          onChange={(value) => set('action', value)}
        />
      </Option>
      <Switch
        size="sm"
        label={t.routePause}
        styles={{ label: { fontSize: 13 } }}
        checked={route.pause === true}
        onChange={(event) => set('pause', event.currentTarget.checked)}
      />
      {(route.pause === true || textOf(route.reason) !== '') && (
        <TextInput
          aria-label={t.routeReason}
          placeholder={t.routeReason}
          value={textOf(route.reason)}
          error={problem('reason')}
          onChange={(event) => set('reason', event.currentTarget.value)}
        />
      )}
    </li>
  );
}

interface ToolProps {
  label: string;
  icon: typeof IconTrash;
  off?: boolean;
  run: () => void;
}

function Tool({ label, icon: Icon, off = false, run }: ToolProps) {
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="sm"
      aria-label={label}
      disabled={off}
      onClick={run}
    >
      <Icon size={14} />
    </ActionIcon>
  );
}
