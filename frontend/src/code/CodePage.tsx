// The page of a workflow that is a Python function: where it comes from, its inputs, runs and triggers.
import { Button, SegmentedControl } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { mayOn, useBarred, useMe } from '../api/session';
import type { Workflow } from '../api/types';
import { ShareButton } from '../sharing/ShareButton';
import { text } from '../strings';
import { loadTriggersPanel } from '../triggers/load';
import { PageHeader } from '../ui/PageHeader';
import { SkeletonRows } from '../ui/Skeletons';
import { Pill } from '../ui/StatusPill';
import { later } from '../ui/shell/later';
import { CodeBadge } from './CodeBadge';
import classes from './code.module.css';
import { type Code, inputsOf } from './codeOf';
import { Overview } from './Overview';
import { RunsOf } from './RunsOf';

const t = text.functions;
const TABS = ['overview', 'runs', 'triggers'] as const;
type Tab = (typeof TABS)[number];
const WORDS: Record<Tab, string> = {
  overview: text.run.tabs.overview,
  runs: text.editor.header.tabs.runs,
  triggers: text.editor.header.tabs.triggers,
};

const TriggersPanel = later(loadTriggersPanel, <SkeletonRows rows={3} />);
const StartRun = later(() => import('./StartRun'));

interface CodePageProps {
  workflow: Workflow;
  code: Code;
}

export default function CodePage({ workflow, code }: CodePageProps) {
  const { data: me } = useMe();
  const [params, setParams] = useSearchParams();
  const [starting, setStarting] = useState(false);
  const tab = TABS.find((name) => name === params.get('tab')) ?? 'overview';
  const { slug, name, latest_version: version } = workflow;
  const looking = useBarred(slug, 'edit');
  return (
    <>
      <PageHeader
        title={name}
        crumbs={[{ label: text.nav.workflows, to: '/workflows' }]}
        context={
          <>
            <CodeBadge />
            {version !== null && <Pill tone="gray">{text.workflows.version(version)}</Pill>}
          </>
        }
        actions={
          <>
            <ShareButton slug={slug} restricted={workflow.restricted} />
            {mayOn(me, workflow, 'start') && (
              <Button
                leftSection={<IconPlayerPlay size={16} />}
                onClick={() => setStarting(true)}
                disabled={version === null}
              >
                {t.start}
              </Button>
            )}
          </>
        }
      >
        <SegmentedControl
          value={tab}
          onChange={(next) => setParams(next === 'overview' ? {} : { tab: next })}
          data={TABS.map((value) => ({ value, label: WORDS[value] }))}
          aria-label={text.editor.header.sections}
        />
      </PageHeader>
      {tab === 'overview' && (
        <div className={classes.scroll}>
          <Overview workflow={workflow} code={code} />
          <h2 className={classes.heading}>{t.latestRuns}</h2>
          <RunsOf slug={slug} limit={5} />
        </div>
      )}
      {tab === 'runs' && (
        <div className={classes.scroll}>
          <RunsOf slug={slug} />
        </div>
      )}
      {tab === 'triggers' && (
        <TriggersPanel
          slug={slug}
          fields={inputsOf(code).map((input) => input.name)}
          isPublished={version !== null}
          looking={looking}
        />
      )}
      {starting && <StartRun slug={slug} inputs={code.inputs} onClose={() => setStarting(false)} />}
    </>
  );
}
