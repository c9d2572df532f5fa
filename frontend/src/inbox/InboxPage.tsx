// The Inbox page.
import { PageHeader } from '../ui/PageHeader';

export default function InboxPage() {
  return <PageHeader title="Inbox" />;
}
