// The Dashboard page.
import { PageHeader } from '../ui/PageHeader';

export default function DashboardPage() {
  return <PageHeader title="Dashboard" />;
}
