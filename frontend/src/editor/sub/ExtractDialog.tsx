// Makes a sub-workflow of the selection: asks for a name, makes and publishes it, puts one node here.
import { Alert, Button, Group, Modal, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { request } from '../../api/client';
import { keys } from '../../api/queries';
import type { Workflow } from '../../api/types';
import { useCell } from '../../canvas/cell';
import { extract } from '../../graph/extract/extract';
import { extractRefusal } from '../../graph/extract/refusal';
import { text } from '../../strings';
import { notifyError, notifySuccess } from '../../ui/notify';
import { useSession } from '../state/context';
import type { EditorSession } from '../state/session';

const t = text.canvas.sub;

export function ExtractDialog() {
  const session = useSession();
  const open = useCell(session.tool) === 'extract';
  const close = () => session.tool.set(null);
  return (
    <Modal opened={open} onClose={close} title={t.title} size={460}>
      {open && <ExtractForm onDone={close} />}
    </Modal>
  );
}

/** The workflow comes first: a node that names it is only drawn once there is one to run. */
async function carryOut(session: EditorSession, name: string): Promise<string> {
  const { nodes } = session.selection.get();
  const draft = extract(session.graph.get(), nodes, '', name).child;
  const made = await request<Workflow>('/api/workflows/', {
    method: 'POST',
    body: { name, graph: draft },
  });
  await request(`/api/workflows/${made.slug}/versions/`, { method: 'POST', body: {} });
  const { changes, node } = extract(session.graph.get(), nodes, made.slug, name);
  session.do(text.canvas.steps.extract(name), changes);
  session.select([node]);
  return made.slug;
}

function ExtractForm({ onDone }: { onDone: () => void }) {
  const session = useSession();
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [busy, setBusy] = useState(false);
  const refused = extractRefusal(session.graph.get(), session.selection.get().nodes, session.types);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    try {
      await carryOut(session, name.trim());
      await client.invalidateQueries({ queryKey: keys.workflows });
      notifySuccess(t.done(name.trim()));
      onDone();
    } catch (error) {
      notifyError(t.failed, error);
    } finally {
      setBusy(false);
    }
  };
  if (refused) {
    return (
      <Alert color="gray" title={t.refusedTitle}>
        {t.refused[refused]}
      </Alert>
    );
  }
  return (
    <form onSubmit={(event) => void submit(event)}>
      <TextInput
        data-autofocus
        label={t.name}
        description={t.hint(session.selection.get().nodes.size)}
        value={name}
        maxLength={200}
        onChange={(event) => setName(event.currentTarget.value)}
        data-testid="extract-name"
      />
      <Group justify="flex-end" mt="md" gap="xs">
        <Button variant="default" onClick={onDone}>
          {text.common.cancel}
        </Button>
        <Button type="submit" loading={busy} disabled={name.trim() === ''}>
          {t.extract}
        </Button>
      </Group>
    </form>
  );
}
