// What one signs in with is kept on pages of their own, which work without scripts.
import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { useMe } from '../api/session';
import { text } from '../strings';
import { Row, Section } from './Section';

const t = text.settings;

const PAGES = [
  { href: '/account/', label: t.signIn, hint: t.signInHint },
  { href: '/account/sessions/', label: t.sessions, hint: t.sessionsHint },
  { href: '/account/tokens/', label: t.tokens, hint: t.tokensHint },
];

export function AccountSection() {
  const { data: me } = useMe();
  const about = [me?.name, me?.email].filter(Boolean).join(' · ');
  return (
    <Section title={text.person.password} about={about}>
      {PAGES.map(({ href, label, hint }) => (
        <Row key={href} label={label} hint={hint}>
          <Button component="a" href={href} variant="default" aria-label={`${t.open}: ${label}`}>
            {t.open}
          </Button>
        </Row>
      ))}
      {me?.is_superuser && (
        <Row label={text.webhooks.title} hint={text.webhooks.about}>
          <Button
            component={Link}
            to="/settings/webhooks"
            variant="default"
            aria-label={`${t.open}: ${text.webhooks.title}`}
          >
            {t.open}
          </Button>
        </Row>
      )}
    </Section>
  );
}
