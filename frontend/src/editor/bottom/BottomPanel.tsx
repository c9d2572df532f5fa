// The panel under the canvas: log and events of the shown run, problems, test data; it keeps its tab and height.
import { CloseButton, Tabs } from '@mantine/core';
import { text } from '../../strings';
import { Sash, useExtent } from '../../ui/sash/Sash';
import { ProblemsPanel } from '../header/ProblemsPanel';
import { TestData } from '../trying/TestDataDrawer';
import classes from './bottom.module.css';
import { EventsTab, LogTab } from './RunLines';
import { HEIGHT, TABS, type Tab } from './useBottom';

const t = text.bottom;

interface BottomPanelProps {
  tab: Tab;
  /** Whoever only looks on tries nothing, so there is no test data. */
  looking?: boolean;
  onTab: (tab: Tab) => void;
  onClose: () => void;
}

export function BottomPanel({ tab: wanted, looking = false, onTab, onClose }: BottomPanelProps) {
  const tabs: readonly Tab[] = looking ? TABS.filter((name) => name !== 'data') : TABS;
  const tab = tabs.includes(wanted) ? wanted : 'problems';
  const [height, setHeight] = useExtent('editor.bottom.height', HEIGHT);
  return (
    <section className={classes.panel} style={{ height }} aria-label={t.title} data-testid="bottom">
      <Sash side="top" label={t.resize} size={height} extent={HEIGHT} onSize={setHeight} />
      <Tabs
        className={classes.tabs}
        value={tab}
        onChange={(next) => next && onTab(next as Tab)}
        keepMounted={false}
        variant="none"
      >
        <div className={classes.head}>
          <Tabs.List className={classes.list} aria-label={t.title}>
            {tabs.map((name) => (
              <Tabs.Tab key={name} value={name} className={classes.tab}>
                {t.tabs[name]}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <CloseButton aria-label={text.common.close} onClick={onClose} />
        </div>
        <Tabs.Panel value="log" className={classes.body}>
          <LogTab />
        </Tabs.Panel>
        <Tabs.Panel value="events" className={classes.body}>
          <EventsTab />
        </Tabs.Panel>
        <Tabs.Panel value="problems" className={classes.body}>
          <ProblemsPanel />
        </Tabs.Panel>
        {!looking && (
          <Tabs.Panel value="data" className={classes.body} p="8px 16px 16px">
            <TestData />
          </Tabs.Panel>
        )}
      </Tabs>
    </section>
  );
}
