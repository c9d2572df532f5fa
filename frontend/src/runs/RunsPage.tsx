// The Runs page.
import { PageHeader } from '../ui/PageHeader';

export default function RunsPage() {
  return <PageHeader title="Runs" />;
}
