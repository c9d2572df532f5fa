// Claims about the inspector's form: which field draws what, and what it writes.
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { useCell } from '../../canvas/cell';
import { readNodeTypes } from '../../graph/catalogue';
import type { NodeType } from '../../graph/types';
import { readForm, writeForm } from '../fields/formSchema';
import { asExpression, asValue, fieldKind } from '../fields/kind';
import { named, readOptions } from '../fields/OptionsField';
import { arrange } from '../inspector/arrange';
import { Settings } from '../inspector/Settings';
import { useSession } from '../state/context';
import { deskWith, draw } from './world';

const TYPE = readNodeTypes([
  {
    type: 'approval',
    title: 'Approval',
    properties: {
      required: ['title'],
      properties: {
        title: { type: 'string', title: 'Question' },
        quorum: { type: 'integer', default: 1 },
        veto: { type: 'boolean', title: 'One no is enough' },
        due_seconds: { type: ['number', 'string'], format: 'duration', title: 'Due after' },
        when: { type: 'string', format: 'cel' },
      },
    },
  },
]).get('approval') as NodeType;

/** The settings of the node as it stands after each change. */
function Live() {
  const { nodes } = useCell(useSession().graph);
  const node = nodes.find(({ id }) => id === 'review');
  return node ? <Settings node={node} type={TYPE} /> : null;
}

function show() {
  const world = deskWith();
  draw(world.desk, <Live />);
  const properties = () => world.session.node('review')?.properties;
  return { ...world, properties };
}

describe('settings', () => {
  it('typing writes the property, as one step until the field is left', async () => {
    const { session, properties } = show();
    await userEvent.type(screen.getByRole('textbox', { name: 'Question' }), 'Pay?');
    expect(properties()).toEqual({ title: 'Pay?' });
    await userEvent.tab();
    expect(session.history.get().past).toHaveLength(1);
    session.undo();
    expect(properties()).toEqual({});
  });

  it('a value becomes an expression and comes back', async () => {
    const { properties } = show();
    const field = within(screen.getByTestId('field-title'));
    await userEvent.type(field.getByRole('textbox'), 'Pay');
    await userEvent.click(field.getByRole('button', { name: 'Expression' }));
    expect(properties()?.title).toEqual({ $expr: '"Pay"' });
    fireEvent.change(field.getByRole('textbox'), { target: { value: 'inputs.question' } });
    expect(properties()?.title).toEqual({ $expr: 'inputs.question' });
    await userEvent.click(field.getByRole('button', { name: 'Value' }));
    expect(properties()?.title).toBeUndefined();
  });

  it('a switch, a number and a duration write their own kinds', async () => {
    const { properties } = show();
    await userEvent.click(screen.getByRole('switch', { name: 'One no is enough' }));
    await userEvent.type(screen.getByRole('textbox', { name: 'Quorum' }), '2');
    await userEvent.type(screen.getByRole('textbox', { name: 'Due after' }), '3');
    await waitFor(() =>
      expect(properties()).toEqual({ veto: true, quorum: 2, due_seconds: 3 * 3600 }),
    );
  });

  it('a property that a line feeds says from where', () => {
    const world = deskWith();
    const feed = { source: 'submit', target: 'review', target_handle: 'title' };
    const edge = { ...feed, id: 'x', source_handle: null, action: null, when: null };
    world.session.do('Connect', [{ kind: 'add_edge', edge, at: 3 }]);
    draw(world.desk, <Live />);
    expect(screen.getByTestId('field-title')).toHaveTextContent('From submit');
  });

  it('an expression by nature has no switch', () => {
    show();
    const field = within(screen.getByTestId('field-when'));
    expect(field.queryByRole('button', { name: 'Expression' })).toBeNull();
  });
});

describe('field kinds', () => {
  const kind = (name: string, schema: object) => fieldKind(name, schema as never, {});

  it('are read from type, format and name', () => {
    expect(kind('x', { type: 'string', format: 'cel' })).toBe('cel');
    expect(kind('x', { anyOf: [{ type: 'boolean' }, { type: 'null' }] })).toBe('boolean');
    expect(kind('x', { type: 'array', items: { type: 'string', format: 'group' } })).toBe('groups');
    expect(kind('x', { type: 'array', items: { type: 'string' } })).toBe('texts');
    expect(kind('cases', { type: 'array', items: { properties: { when: {} } } })).toBe('rows');
    expect(kind('values', { type: 'object', additionalProperties: true })).toBe('pairs');
    expect(kind('schema', { type: 'object', format: 'json-schema' })).toBe('schema');
    expect(kind('escalate_to', { properties: { users: {}, groups: {} } })).toBe('people');
    expect(kind('value', {})).toBe('any');
    const option = { properties: { id: { type: 'string' }, label: { type: 'string' } } };
    expect(kind('options', { type: 'array', items: option })).toBe('options');
    expect(kind('workflow', { type: 'string', format: 'workflow' })).toBe('workflow');
    expect(kind('calendar', { type: 'string', format: 'calendar' })).toBe('calendar');
  });

  it('plain values read alike as expressions', () => {
    expect(asExpression('a')).toBe('"a"');
    expect(asExpression(undefined)).toBe('');
    expect(asValue('[1, 2]')).toEqual([1, 2]);
    expect(asValue('inputs.a')).toBeUndefined();
  });
});

describe('the options of a question', () => {
  it('are read from texts and objects alike', () => {
    expect(readOptions(['a', { id: 'b', label: 'Bee' }])).toEqual([
      { id: 'a', label: 'a' },
      { id: 'b', label: 'Bee' },
    ]);
  });

  it('get their id from their label once, and no two the same', () => {
    const options = [
      { id: 'web_site', label: 'Web site' },
      { id: 'option_2', label: 'Web site' },
      { id: 'mine', label: 'Other words' },
    ];
    expect(named(options, 1)[1]?.id).toBe('web_site_2');
    expect(named(options, 2)[2]?.id).toBe('mine');
  });
});

describe('the order of a form', () => {
  const type = (...names: string[]) =>
    readNodeTypes([
      {
        type: 'x',
        properties: { properties: Object.fromEntries(names.map((name) => [name, {}])) },
      },
    ]).get('x');
  const node = (kind: string, properties = {}) =>
    ({ id: 'a', type: kind, title: '', properties, options: {}, ui: {} }) as const;
  const names = (fields: [string, unknown][]) => fields.map(([name]) => name);

  it('begins with what the node is about', () => {
    const question = type('users', 'question', 'input_type', 'options', 'allow_custom');
    const { main } = arrange(node('question'), question);
    expect(names(main)).toEqual(['question', 'input_type', 'options', 'allow_custom', 'users']);
  });

  it('asks for the question before the rules of its answer, and these before the deadline', () => {
    const approval = type('undo_seconds', 'on_timeout', 'users', 'due_seconds', 'confirm', 'title');
    const { main, rules, deadline } = arrange(node('approval'), approval);
    expect(names(main)).toEqual(['title', 'users']);
    expect(names(rules)).toEqual(['confirm', 'undo_seconds']);
    expect(names(deadline)).toEqual(['due_seconds', 'on_timeout']);
  });

  it('leaves out what a question for words has no use for', () => {
    const question = type('question', 'input_type', 'options', 'allow_custom');
    const { main } = arrange(node('question', { input_type: 'text' }), question);
    expect(names(main)).toEqual(['question', 'input_type']);
  });

  it('folds a deadline away only where somebody can be late', () => {
    const deadline = arrange(node('wait'), type('reason', 'timeout_seconds', 'on_timeout'));
    expect(names(deadline.deadline)).toEqual(['timeout_seconds', 'on_timeout']);
    const request = arrange(node('http_request'), type('url', 'timeout_seconds'));
    expect(names(request.main)).toEqual(['url', 'timeout_seconds']);
    expect(names(arrange(node('sleep'), type('on_timeout', 'until')).main)).toEqual(['until']);
  });
});

describe('small forms', () => {
  const schema = {
    title: 'Claim',
    type: 'object',
    properties: {
      amount: { type: 'number', title: 'Amount', minimum: 0 },
      kind: { type: 'string', enum: ['trip', 'meal'] },
    },
    required: ['amount'],
  };

  it('survive the way through rows', () => {
    expect(writeForm(readForm(schema) ?? [], schema)).toEqual(schema);
  });

  it('what rows cannot say stays JSON', () => {
    expect(readForm({ type: 'object', properties: { a: { type: 'object' } } })).toBeNull();
    expect(readForm({ type: 'array' })).toBeNull();
    expect(readForm(undefined)).toEqual([]);
    expect(writeForm([], schema)).toBeUndefined();
  });
});
