// What a person sets for himself: words and looks, notices, who stands in, the account.
import { text } from '../strings';
import { ErrorState } from '../ui/ErrorState';
import { Page } from '../ui/Page';
import { PageHeader } from '../ui/PageHeader';
import { SkeletonPage } from '../ui/Skeletons';
import { AbsenceSection } from './AbsenceSection';
import { AccountSection } from './AccountSection';
import { NoticesSection } from './NoticesSection';
import { PageSection } from './PageSection';
import classes from './settings.module.css';
import { useChange, useSettings } from './useSettings';

export default function SettingsPage() {
  const { data: settings, error, refetch } = useSettings();
  const change = useChange();
  if (!settings && !error) return <SkeletonPage />;
  return (
    <Page header={<PageHeader title={text.person.settings} />}>
      {settings ? (
        <div className={classes.page}>
          <PageSection settings={settings} change={change} />
          <NoticesSection settings={settings} change={change} />
          <AbsenceSection />
          <AccountSection />
        </div>
      ) : (
        <ErrorState error={error} onRetry={() => void refetch()} />
      )}
    </Page>
  );
}
