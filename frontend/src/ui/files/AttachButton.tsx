// The button that asks for files and has them sent.
import { Button, type ButtonProps, FileButton } from '@mantine/core';
import { IconPaperclip } from '@tabler/icons-react';
import type { ReactNode } from 'react';

interface AttachButtonProps extends Pick<ButtonProps, 'disabled' | 'variant'> {
  onFiles: (files: File[]) => void;
  children: ReactNode;
  multiple?: boolean;
  id?: string;
}

export function AttachButton(props: AttachButtonProps) {
  const { onFiles, children, multiple, id, disabled, variant = 'subtle' } = props;
  return (
    <FileButton
      multiple={multiple}
      onChange={(chosen: File[] | File | null) => {
        const files = Array.isArray(chosen) ? chosen : chosen ? [chosen] : [];
        if (files.length > 0) onFiles(files);
      }}
      inputProps={{ 'data-testid': 'file-input' } as object}
    >
      {({ onClick }) => (
        <Button
          id={id}
          variant={variant}
          color="gray"
          size="compact-md"
          leftSection={<IconPaperclip size={16} />}
          onClick={onClick}
          disabled={disabled}
        >
          {children}
        </Button>
      )}
    </FileButton>
  );
}
