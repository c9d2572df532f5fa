// The mark: a fermata, an arc over a dot.

export function Mark({ size = 24 }: { size?: number }) {
  return (
    <svg viewBox="0 0 24 24" width={size} height={size} aria-hidden="true" focusable="false">
      <path
        d="M3 17a9 9 0 0118 0"
        fill="none"
        stroke="var(--f-violet)"
        strokeWidth="2.6"
        strokeLinecap="round"
      />
      <circle cx="12" cy="15.6" r="2.2" fill="var(--f-text)" />
    </svg>
  );
}
