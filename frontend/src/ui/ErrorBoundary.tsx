// Catches what a page throws while rendering, so that the rest of the application stays usable.
import { Button } from '@mantine/core';
import { IconMoodSad } from '@tabler/icons-react';
import { Component, type ReactNode } from 'react';
import { text } from '../strings';
import { EmptyState } from './EmptyState';

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
    if (!this.state.error) return this.props.children;
    const t = text.errors;
    return (
      <EmptyState
        icon={IconMoodSad}
        title={t.crashTitle}
        actions={<Button onClick={() => window.location.reload()}>{t.reload}</Button>}
      >
        {this.state.error.message}. {t.crash} {t.crashTodo}
      </EmptyState>
    );
  }
}
