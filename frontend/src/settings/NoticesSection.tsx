// When mail comes, when it does not, and whether the browser shows notices of its own.
import { Select, Switch, TextInput } from '@mantine/core';
import type { Settings } from '../api/types';
import { text } from '../strings';
import { notifyInfo } from '../ui/notify';
import { clockOf, minutesOf } from './minutes';
import type { SectionOf } from './PageSection';
import { Row, Section } from './Section';
import classes from './settings.module.css';

const t = text.settings;
const NIGHT = { quiet_from: 20 * 60, quiet_until: 7 * 60 };

function MailRows({ settings, change }: SectionOf) {
  return (
    <>
      <Row label={t.mail} htmlFor="mail" hint={t.mailHints[settings.mail]}>
        <Select
          id="mail"
          data={[
            { value: 'all', label: t.mailAll },
            { value: 'asked', label: t.mailAsked },
            { value: 'none', label: t.mailNone },
          ]}
          value={settings.mail}
          onChange={(value) => change({ mail: value as Settings['mail'] })}
          allowDeselect={false}
        />
      </Row>
      {settings.mail !== 'none' && <DigestRow settings={settings} change={change} />}
    </>
  );
}

function DigestRow({ settings, change }: SectionOf) {
  return (
    <Row label={t.digest} htmlFor="digest" hint={t.digestHint}>
      <Select
        id="digest"
        data={[
          { value: 'off', label: t.digestOff },
          { value: 'hourly', label: t.digestHourly },
          { value: 'daily', label: t.digestDaily },
        ]}
        value={settings.digest}
        onChange={(value) => change({ digest: value as Settings['digest'] })}
        allowDeselect={false}
      />
      {settings.digest === 'daily' && (
        <Clock
          label={t.digestAt}
          minutes={settings.digest_minute}
          onChange={(minutes) => change({ digest_minute: minutes })}
        />
      )}
    </Row>
  );
}

interface ClockProps {
  label: string;
  minutes: number;
  onChange: (minutes: number) => void;
}

/** Written when it is left, not with every key: half a time is none. */
function Clock({ label, minutes, onChange }: ClockProps) {
  return (
    <TextInput
      key={minutes}
      type="time"
      aria-label={label}
      defaultValue={clockOf(minutes)}
      onBlur={(event) => {
        const next = minutesOf(event.currentTarget.value);
        if (next !== null && next !== minutes) onChange(next);
      }}
    />
  );
}

function QuietRows({ settings, change }: SectionOf) {
  const { quiet_from: from, quiet_until: until } = settings;
  const isOn = from !== null && until !== null;
  return (
    <>
      <Row label={t.quiet} htmlFor="quiet" hint={t.quietHint}>
        <Switch
          id="quiet"
          checked={isOn}
          onChange={(event) =>
            change(event.currentTarget.checked ? NIGHT : { quiet_from: null, quiet_until: null })
          }
          aria-describedby="quiet-hint"
        />
      </Row>
      {isOn && (
        <Row label={t.quietHours}>
          <Clock
            label={t.quietFrom}
            minutes={from}
            onChange={(minutes) => change({ quiet_from: minutes, quiet_until: until })}
          />
          <span className={classes.between}>{t.until}</span>
          <Clock
            label={t.quietUntil}
            minutes={until}
            onChange={(minutes) => change({ quiet_from: from, quiet_until: minutes })}
          />
        </Row>
      )}
    </>
  );
}

/** The browser is asked when it is switched on: it wants to see a click before it asks. */
async function allowed(): Promise<boolean> {
  if (typeof Notification === 'undefined') return false;
  if (Notification.permission === 'default') await Notification.requestPermission();
  return Notification.permission === 'granted';
}

function DesktopRow({ settings, change }: SectionOf) {
  const set = async (wanted: boolean) => {
    if (wanted && !(await allowed())) notifyInfo(t.desktopRefused);
    else change({ desktop: wanted });
  };
  return (
    <Row label={t.desktop} htmlFor="desktop" hint={t.desktopHint}>
      <Switch
        id="desktop"
        checked={settings.desktop}
        onChange={(event) => void set(event.currentTarget.checked)}
        aria-describedby="desktop-hint"
      />
    </Row>
  );
}

export function NoticesSection({ settings, change }: SectionOf) {
  return (
    <Section title={text.nav.notices} about={t.noticesAbout}>
      <MailRows settings={settings} change={change} />
      <QuietRows settings={settings} change={change} />
      <DesktopRow settings={settings} change={change} />
    </Section>
  );
}
