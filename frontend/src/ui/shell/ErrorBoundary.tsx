// Catches what a page throws while rendering, so that the rest of the application stays usable.
import { Button } from '@mantine/core';
import { IconMoodSad } from '@tabler/icons-react';
import { Component, type ReactNode } from 'react';
import { useRouteError } from 'react-router';
import { text } from '../../strings';
import { EmptyState } from '../EmptyState';

interface Props {
  children: ReactNode;
  /** A change of it shows the children again, such as the address. */
  resetKey?: string;
}

export class ErrorBoundary extends Component<Props, { error: Error | null }> {
  override state = { error: null as Error | null };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override componentDidUpdate(before: Props) {
    if (before.resetKey !== this.props.resetKey && this.state.error) this.setState({ error: null });
  }

  override render() {
    return this.state.error ? <Crash error={this.state.error} /> : this.props.children;
  }
}

function Crash({ error }: { error: unknown }) {
  const t = text.errors;
  const what = error instanceof Error ? error.message : String(error);
  return (
    <EmptyState
      icon={IconMoodSad}
      title={t.crashTitle}
      actions={<Button onClick={() => window.location.reload()}>{t.reload}</Button>}
    >
      {what.replace(/\.?$/, '.')} {t.crash} {t.crashTodo}
    </EmptyState>
  );
}

/** What is left when the shell itself fails. */
export function ShellCrash() {
  return <Crash error={useRouteError()} />;
}
