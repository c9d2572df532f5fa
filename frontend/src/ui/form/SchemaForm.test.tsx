// The form over a schema, as a person meets it.
import { Button } from '@mantine/core';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { show } from '../../test/render';
import { SchemaForm } from './SchemaForm';

const schema = {
  type: 'object',
  required: ['reason'],
  properties: {
    reason: { type: 'string', title: 'Reason' },
    urgent: { type: 'boolean', title: 'Urgent' },
  },
};

describe('a form over a schema', () => {
  it('does not submit what does not fit, and says so at the field', async () => {
    const submit = vi.fn();
    show(
      <SchemaForm schema={schema} value={{}} onSubmit={submit}>
        <Button type="submit">Send</Button>
      </SchemaForm>,
    );
    await userEvent.click(await screen.findByText('Send', {}, { timeout: 8000 }));
    expect(await screen.findByText('This is needed.', { selector: 'p' })).toBeInTheDocument();
    expect(submit).not.toHaveBeenCalled();
  });

  it('shows at the field what the server refused', async () => {
    const errors = { reason: 'Say more than that.' };
    show(<SchemaForm schema={schema} value={{ reason: 'x' }} errors={errors} />);
    expect(await screen.findByText('Say more than that.', { selector: 'p' })).toBeInTheDocument();
  });

  it('submits valid data', async () => {
    const submit = vi.fn();
    show(
      <SchemaForm schema={schema} value={{ reason: 'Trip' }} onSubmit={submit}>
        <Button type="submit">Send</Button>
      </SchemaForm>,
    );
    await userEvent.click(await screen.findByText('Send'));
    expect(submit).toHaveBeenCalledWith({ reason: 'Trip' });
  });
});
