// The pages of the rail, the bottom bar and the search.
import {
  IconChartBar,
  IconInbox,
  IconPlayerPlay,
  IconSitemap,
  type TablerIcon,
} from '@tabler/icons-react';
import { text } from '../../strings';

export interface ShellPage {
  to: string;
  label: string;
  icon: TablerIcon;
  badge?: 'inbox';
}

export const PAGES: ShellPage[] = [
  { to: '/workflows', label: text.nav.workflows, icon: IconSitemap },
  { to: '/runs', label: text.nav.runs, icon: IconPlayerPlay },
  { to: '/inbox', label: text.nav.inbox, icon: IconInbox, badge: 'inbox' },
  { to: '/dashboard', label: text.nav.dashboard, icon: IconChartBar },
];
