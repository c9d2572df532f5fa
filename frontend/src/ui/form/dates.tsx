// Fields for dates and moments, written as the reader's language writes them; what is kept is ISO.
import { DatesProvider } from '@mantine/dates';
import { Widgets } from '@rjsf/mantine';
import type { RegistryWidgetsType, WidgetProps } from '@rjsf/utils';
import type { ComponentType, ReactNode } from 'react';
import { text } from '../../strings';
import { language } from '../../strings/language';

const t = text.form;

function written(name: string, displayFormat: string): ComponentType<WidgetProps> {
  const Field = Widgets[name] as ComponentType<WidgetProps>;
  return (props) => <Field {...props} options={{ displayFormat, ...props.options }} />;
}

export const dateWidgets: RegistryWidgetsType = {
  DateWidget: written('DateWidget', t.dateFormat),
  DateTimeWidget: written('DateTimeWidget', t.momentFormat),
};

/** The names of months and days in the calendars below. */
export function Calendars({ children }: { children: ReactNode }) {
  return (
    <DatesProvider settings={{ locale: language(), firstDayOfWeek: 1 }}>{children}</DatesProvider>
  );
}
