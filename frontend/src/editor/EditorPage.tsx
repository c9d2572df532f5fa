// The Editor page.
import { PageHeader } from '../ui/PageHeader';

export default function EditorPage() {
  return <PageHeader title="Editor" />;
}
