// How large a file is, in words; pure.
import { numbers } from '../../strings/formats';

const UNITS = ['byte', 'kilobyte', 'megabyte'] as const;

/** "801 bytes", "84 kB", "1.2 MB". */
export function sizeWords(bytes: number): string {
  const step = bytes < 1000 ? 0 : bytes < 999_500 ? 1 : 2;
  const digits = step === 2 ? 1 : 0;
  return numbers({
    style: 'unit',
    unit: UNITS[step],
    unitDisplay: step === 0 ? 'long' : 'short',
    maximumFractionDigits: digits,
  }).format(bytes / 1000 ** step);
}
