// Writing a comment: a text with mentions, files with it; also the answer to a question back.
import { Button } from '@mantine/core';
import { IconMessagePlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useNames } from '../../../api/people';
import { useTaskAct } from '../../../api/task';
import type { Task } from '../../../api/types';
import { text } from '../../../strings';
import { AttachButton } from '../../../ui/files/AttachButton';
import { UploadList } from '../../../ui/files/UploadList';
import { type Uploads, useUploads } from '../../../ui/files/useUploads';
import { notifyError } from '../../../ui/notify';
import { MentionField } from './MentionField';
import classes from './talk.module.css';

const t = text.task.talk;
const MOST = 10;

export interface SaidBody {
  text: string;
  attachments?: string[];
}

/** The body of what is said: files only when there are any. */
export function saidBody(words: string, uploads: Uploads): SaidBody {
  const ids = uploads.files.map(({ id }) => id);
  return { text: words.trim(), ...(ids.length > 0 && { attachments: ids }) };
}

/** "Attach a file", with those that are on their way. */
export function Attaching({ uploads }: { uploads: Uploads }) {
  return (
    <AttachButton
      multiple
      disabled={uploads.uploads.length >= MOST}
      onFiles={(files) => {
        for (const file of files.slice(0, MOST - uploads.uploads.length)) void uploads.send(file);
      }}
    >
      {text.files.attach}
    </AttachButton>
  );
}

interface WriteProps {
  task: Task;
  isOpen: boolean;
  onOpen: (isOpen: boolean) => void;
}

export function Write({ task, isOpen, onOpen }: WriteProps) {
  if (!isOpen) {
    return (
      <Button
        variant="subtle"
        color="gray"
        size="compact-md"
        ml={-8}
        leftSection={<IconMessagePlus size={16} />}
        onClick={() => onOpen(true)}
        data-testid="comment-open"
      >
        {t.open}
      </Button>
    );
  }
  return <Writing task={task} onDone={() => onOpen(false)} post={t.post} isNew />;
}

interface WritingProps {
  task: Task;
  post: string;
  label?: string;
  onDone?: () => void;
  placeholder?: string;
  /** It was opened by a button, so it takes the focus and can be closed. */
  isNew?: boolean;
}

function Writing({ task, post, label, onDone, placeholder, isNew }: WritingProps) {
  const [words, setWords] = useState('');
  const uploads = useUploads(task.id);
  const comment = useTaskAct<SaidBody>(task.id, 'comment');
  const isEmpty = words.trim() === '' && uploads.files.length === 0;
  const send = () => {
    if (isEmpty || uploads.isBusy || comment.isPending) return;
    comment.mutate(saidBody(words, uploads), {
      onSuccess: () => {
        setWords('');
        uploads.clear();
        onDone?.();
      },
      onError: (error) => notifyError(text.task.failed.comment, error),
    });
  };
  return (
    <div className={classes.write} data-testid="comment-form">
      <MentionField
        label={label ?? t.comment}
        placeholder={placeholder ?? t.placeholder}
        value={words}
        onChange={setWords}
        onSubmit={send}
        autoFocus={isNew}
        testId="comment-text"
      />
      <UploadList uploads={uploads.uploads} onRemove={uploads.remove} />
      <div className={classes.foot}>
        <span className={classes.attach}>
          <Attaching uploads={uploads} />
        </span>
        {isNew && (
          <Button variant="subtle" color="gray" onClick={onDone}>
            {text.common.cancel}
          </Button>
        )}
        <Button
          variant="default"
          onClick={send}
          loading={comment.isPending}
          disabled={isEmpty || uploads.isBusy}
          data-testid="comment-post"
        >
          {post}
        </Button>
      </div>
    </div>
  );
}

/** What somebody wants to know of this person, and where to answer. */
export function AskedOfYou({ task }: { task: Task }) {
  const nameOf = useNames();
  const asked = task.comments.findLast(({ asks }) => asks === task.info_from);
  return (
    <section className={classes.asked} data-testid="asked-of-you">
      <strong>{text.task.askedOfYou(asked?.by ? nameOf(asked.by) : text.inbox.somebody)}</strong>
      <p>{asked?.text || text.task.answerHere}</p>
      <Writing
        task={task}
        post={t.answer}
        label={text.inbox.answer}
        placeholder={t.answerPlaceholder}
      />
    </section>
  );
}
