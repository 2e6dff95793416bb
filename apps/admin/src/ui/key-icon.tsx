/** A key, in the manner of the icon set, which has none. */
export function KeyIcon() {
  return (
    <svg
      width="15"
      height="15"
      viewBox="0 0 15 15"
      fill="none"
      aria-hidden="true"
      focusable="false"
    >
      <circle cx="4.5" cy="7.5" r="2.75" stroke="currentColor" />
      <path d="M7.25 7.5H13.5V9.75M10.75 7.5V9.25" stroke="currentColor" strokeLinecap="round" />
    </svg>
  )
}
