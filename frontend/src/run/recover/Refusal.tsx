// Why the server did not do what a dialog asked for.
import { Alert } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import { ApiError, fieldErrors } from '../../api/client';
import { explain } from '../../ui/ErrorState';

/** A refusal that belongs to no field; those of fields stand at them. */
export function Refusal({ error }: { error: unknown }) {
  if (!error) return null;
  const fields = Object.keys(fieldErrors(error)).filter(Boolean);
  if (error instanceof ApiError && error.status === 400 && fields.length > 0) return null;
  const { what, todo } = explain(error);
  return (
    <Alert color="red" variant="light" icon={<IconAlertCircle size={18} />} role="alert">
      {[what, todo].filter(Boolean).join(' ')}
    </Alert>
  );
}
