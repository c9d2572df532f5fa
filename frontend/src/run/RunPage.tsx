// The Run page.
import { PageHeader } from '../ui/PageHeader';

export default function RunPage() {
  return <PageHeader title="Run" />;
}
