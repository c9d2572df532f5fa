// A text in which "@" offers the people to mention.
import { Popover, Textarea, type TextareaProps } from '@mantine/core';
import { type KeyboardEvent, type Ref, useId, useRef, useState } from 'react';
import { usePeople } from '../../../api/people';
import { text } from '../../../strings';
import { peopleFor, type Typing, typingAt, withMention } from './mention';
import classes from './talk.module.css';

interface MentionFieldProps
  extends Pick<TextareaProps, 'label' | 'placeholder' | 'error' | 'autoFocus' | 'minRows'> {
  value: string;
  onChange: (value: string) => void;
  onSubmit?: () => void;
  ref?: Ref<HTMLTextAreaElement>;
  testId?: string;
}

export function MentionField(props: MentionFieldProps) {
  const { value, onChange, onSubmit, ref, testId, ...rest } = props;
  const listId = useId();
  const field = useRef<HTMLTextAreaElement | null>(null);
  const { data } = usePeople();
  const [typing, setTyping] = useState<Typing | null>(null);
  const [active, setActive] = useState(0);
  const people = typing ? peopleFor(data?.users ?? [], typing.words) : [];
  const isOpen = people.length > 0;

  function follow(): void {
    const input = field.current;
    if (!input) return;
    setTyping(typingAt(input.value, input.selectionStart));
    setActive(0);
  }

  function choose(username: string): void {
    if (!typing) return;
    const next = withMention(value, typing, username);
    onChange(next.value);
    setTyping(null);
    // The caret can be set once the new text is in the field.
    requestAnimationFrame(() => field.current?.setSelectionRange(next.caret, next.caret));
  }

  function hear(event: KeyboardEvent): void {
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const person = people[active];
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && onSubmit) onSubmit();
    else if (!isOpen) return;
    else if (step) setActive((active + step + people.length) % people.length);
    else if (event.key === 'Escape') setTyping(null);
    else if (person && (event.key === 'Enter' || event.key === 'Tab')) choose(person.username);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  const input = (
    <Textarea
      {...rest}
      ref={(element) => {
        field.current = element;
        if (typeof ref === 'function') ref(element);
        else if (ref) ref.current = element;
      }}
      value={value}
      onChange={(event) => {
        onChange(event.currentTarget.value);
        follow();
      }}
      onClick={follow}
      onBlur={() => setTyping(null)}
      onKeyDown={hear}
      autosize
      minRows={rest.minRows ?? 2}
      maxRows={10}
      maxLength={5000}
      role="combobox"
      aria-expanded={isOpen}
      aria-controls={isOpen ? listId : undefined}
      aria-activedescendant={isOpen ? `${listId}-${active}` : undefined}
      aria-autocomplete="list"
      // Escape closes the people first, then the dialog around.
      data-mantine-stop-propagation={isOpen || undefined}
      data-testid={testId}
    />
  );
  return (
    <Popover
      opened={isOpen}
      position="bottom-start"
      offset={4}
      width={280}
      withRoles={false}
      closeOnEscape={false}
    >
      <Popover.Target>
        <div>{input}</div>
      </Popover.Target>
      <Popover.Dropdown p={4}>
        <div id={listId} role="listbox" aria-label={text.task.talk.people}>
          {people.map(({ username, name }, index) => (
            // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the text
            <div
              key={username}
              id={`${listId}-${index}`}
              className={classes.person}
              role="option"
              aria-selected={index === active}
              onPointerDown={(event) => {
                event.preventDefault();
                choose(username);
              }}
            >
              {name || username}
              <span>@{username}</span>
            </div>
          ))}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
