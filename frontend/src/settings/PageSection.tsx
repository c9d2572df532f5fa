// How the page speaks and looks, and whether single keys work.
import { SegmentedControl, Select, Switch } from '@mantine/core';
import { useMemo } from 'react';
import type { Settings } from '../api/types';
import { text } from '../strings';
import { ownZone, zones } from '../strings/language';
import { useScheme } from '../ui/shell/useScheme';
import { Row, Section } from './Section';
import type { Change } from './useSettings';

const t = text.settings;
const AS_BROWSER = 'browser';

export interface SectionOf {
  settings: Settings;
  change: Change;
}

function LanguageRow({ settings, change }: SectionOf) {
  const set = (value: string | null) =>
    change({ language: (value === AS_BROWSER ? '' : value) as Settings['language'] });
  return (
    <Row label={t.language} htmlFor="language">
      <Select
        id="language"
        data={[
          { value: AS_BROWSER, label: t.asBrowser },
          // Each in its own words, for whoever does not read the present one.
          { value: 'en', label: 'English' },
          { value: 'de', label: 'Deutsch' },
        ]}
        value={settings.language || AS_BROWSER}
        onChange={set}
        allowDeselect={false}
      />
    </Row>
  );
}

function ZoneRow({ settings, change }: SectionOf) {
  const known = useMemo(() => zones(settings.zone).filter(Boolean), [settings.zone]);
  return (
    <Row label={t.zone} htmlFor="zone" hint={t.zoneHint}>
      <Select
        id="zone"
        data={known}
        value={settings.zone || null}
        placeholder={t.zoneOfBrowser(ownZone())}
        onChange={(value) => change({ zone: value ?? '' })}
        searchable
        clearable
        limit={200}
        nothingFoundMessage={t.zoneUnknown}
      />
    </Row>
  );
}

function ThemeRow() {
  const [scheme, choose] = useScheme();
  return (
    <Row label={text.person.scheme}>
      <SegmentedControl
        aria-label={text.person.scheme}
        data={[
          { value: 'auto', label: t.themeAuto },
          { value: 'light', label: text.person.light },
          { value: 'dark', label: text.person.dark },
        ]}
        value={scheme}
        onChange={(value) => choose(value as Settings['theme'])}
      />
    </Row>
  );
}

export function PageSection({ settings, change }: SectionOf) {
  return (
    <Section title={t.page}>
      <LanguageRow settings={settings} change={change} />
      <ZoneRow settings={settings} change={change} />
      <ThemeRow />
      <Row label={t.shortcuts} htmlFor="shortcuts" hint={t.shortcutsHint}>
        <Switch
          id="shortcuts"
          checked={settings.shortcuts}
          onChange={(event) => change({ shortcuts: event.currentTarget.checked })}
          aria-describedby="shortcuts-hint"
        />
      </Row>
    </Section>
  );
}
