/** The product's mark: one roof, several tenants. */
export function Mark({ size = 28 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="8" fill="var(--mantine-color-accent-6)" />
      <g fill="#fff">
        <rect x="7" y="7" width="18" height="4" rx="1.25" />
        <rect x="14" y="13" width="4" height="12" rx="1.25" />
        <rect x="7" y="13" width="4" height="6" rx="1.25" opacity=".65" />
        <rect x="21" y="13" width="4" height="6" rx="1.25" opacity=".65" />
      </g>
    </svg>
  )
}
