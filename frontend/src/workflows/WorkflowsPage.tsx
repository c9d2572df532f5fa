// The Workflows page.
import { PageHeader } from '../ui/PageHeader';

export default function WorkflowsPage() {
  return <PageHeader title="Workflows" />;
}
