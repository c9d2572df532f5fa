// Picks the field for a schema.
import type { ComponentType } from 'react';
import { ExpressionField } from '../expressions/ExpressionField';
import { TemplateField } from '../expressions/TemplateField';
import { CalendarField } from './CalendarField';
import { DurationField } from './DurationField';
import { JsonField } from './JsonField';
import { type FieldKind, fieldKind } from './kind';
import { GroupField, PairsField, RowsField, TextsField } from './lists';
import { OptionsField } from './OptionsField';
import { PeopleField, UsersAndGroupsField } from './people';
import { BooleanField, EnumField, LongTextField, NumberField, TextField } from './plain';
import { SchemaField } from './SchemaField';
import type { FieldProps } from './types';
import { WorkflowField } from './WorkflowField';

const FIELDS: Record<FieldKind, ComponentType<FieldProps>> = {
  text: TextField,
  multiline: LongTextField,
  template: TemplateField,
  cel: ExpressionField,
  number: NumberField,
  duration: DurationField,
  boolean: BooleanField,
  enum: EnumField,
  texts: TextsField,
  users: (props) => <PeopleField {...props} kind="users" />,
  groups: (props) => <PeopleField {...props} kind="groups" />,
  people: UsersAndGroupsField,
  rows: RowsField,
  options: OptionsField,
  workflow: WorkflowField,
  calendar: CalendarField,
  pairs: PairsField,
  group: GroupField,
  schema: SchemaField,
  any: (props) => <JsonField {...props} loose />,
  json: JsonField,
};

export function AnyField(props: FieldProps) {
  const Field = FIELDS[fieldKind(props.name, props.schema, props.root)];
  return <Field {...props} />;
}
