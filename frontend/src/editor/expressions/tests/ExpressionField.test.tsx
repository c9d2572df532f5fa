// Claims about the field for expressions: its list, its keys, and what it says under it.
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { describe, expect, it, vi } from 'vitest';
import { PairsField } from '../../fields/lists';
import { deskWith, draw } from '../../tests/world';
import { ExpressionField } from '../ExpressionField';
import { PlaceContext } from '../place';
import { TemplateField } from '../TemplateField';

const PLACE = { node: 'pay', after: false };

function Live({ first = '' }: { first?: string }) {
  const [value, setValue] = useState<string | undefined>(first);
  const write = (next: unknown) => setValue(next as string | undefined);
  return (
    <PlaceContext value={PLACE}>
      <ExpressionField
        name="when"
        schema={{}}
        root={{}}
        label="Rule"
        value={value}
        onChange={write}
      />
    </PlaceContext>
  );
}

function Words() {
  const [value, setValue] = useState<string | undefined>();
  const write = (next: unknown) => setValue(next as string | undefined);
  return (
    <TemplateField
      name="body"
      schema={{}}
      root={{}}
      label="Letter"
      value={value}
      onChange={write}
    />
  );
}

function show(answer: object, first?: string) {
  const body = {
    problem: null,
    failure: null,
    value: null,
    has_value: false,
    run: null,
    ...answer,
  };
  const fetched = vi.fn(async () => new Response(JSON.stringify(body), { status: 200 }));
  vi.stubGlobal('fetch', fetched);
  draw(deskWith().desk, <Live {...(first !== undefined && { first })} />);
  return { field: screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Rule' }), fetched };
}

describe('completion', () => {
  it('offers the steps before and their fields; Enter takes the marked one', async () => {
    const { field } = show({});
    await userEvent.type(field, 'nodes.rev');
    expect(screen.getAllByRole('option').map((row) => row.textContent)).toEqual(['reviewreview']);
    await userEvent.type(field, '{Enter}.');
    expect(screen.getByRole('option', { name: /approved/ })).toBeInTheDocument();
    await userEvent.type(field, '{ArrowDown}{Enter}');
    expect(field).toHaveValue('nodes.review.comment');
    expect(screen.queryByRole('listbox')).toBeNull();
  });

  it('closes by Escape and leaves Enter to the field then', async () => {
    const { field } = show({});
    await userEvent.type(field, 'inp{Escape}');
    expect(screen.queryByRole('listbox')).toBeNull();
    expect(field).toHaveValue('inp');
    await userEvent.type(field, '{Enter}');
    expect(field).toHaveValue('inp\n');
  });

  it('takes a name by a click and keeps the focus', async () => {
    const { field } = show({});
    await userEvent.type(field, 'inp');
    await userEvent.click(screen.getByRole('option', { name: /inputs/ }));
    expect(field).toHaveValue('inputs');
    expect(field).toHaveFocus();
  });
});

describe('a text with values in it', () => {
  it('offers names only between double braces', async () => {
    show({});
    draw(deskWith().desk, <Words />);
    const field = screen.getByRole('textbox', { name: 'Letter' });
    await userEvent.type(field, 'Dear in');
    expect(screen.queryByRole('listbox')).toBeNull();
    // Two braces are how a brace is typed here.
    await userEvent.type(field, '{{{{ in{Enter}');
    expect(field).toHaveValue('Dear in{{ inputs');
  });
});

describe('what is said under it', () => {
  it('is what does not compile, in place', async () => {
    show({ problem: 'Something is missing.' }, 'inputs.amount +');
    expect(await screen.findByTestId('expression-problem')).toHaveTextContent('missing');
  });

  it('is the value that the last run would have given', async () => {
    const { fetched } = show({ value: 14, has_value: true, run: 'x' }, 'inputs.amount * 2');
    expect(await screen.findByTestId('expression-value')).toHaveTextContent('14');
    const [path, init] = fetched.mock.calls[0] as unknown as [string, RequestInit];
    expect(String(path)).toContain('/api/workflows/expense/preview/');
    expect(JSON.parse(String(init.body))).toMatchObject({ expression: 'inputs.amount * 2' });
  });

  it('is nothing while nothing is written', async () => {
    const { fetched } = show({ problem: 'Empty.' }, '');
    await waitFor(() => expect(fetched).not.toHaveBeenCalled());
    expect(screen.queryByTestId('expression-problem')).toBeNull();
  });
});

describe('a row of names and values', () => {
  it('completes behind "=" and keeps an expression', async () => {
    const written = vi.fn();
    draw(
      deskWith().desk,
      <PlaceContext value={PLACE}>
        <PairsField
          name="values"
          schema={{}}
          root={{}}
          label="Values"
          value={{ total: '' }}
          onChange={written}
        />
      </PlaceContext>,
    );
    const field = screen.getByRole('textbox', { name: 'Values: total' });
    await userEvent.type(field, '= inp');
    await userEvent.keyboard('{Enter}');
    expect(field).toHaveValue('= inputs');
    expect(written).toHaveBeenLastCalledWith({ total: { $expr: 'inputs' } });
  });
});
