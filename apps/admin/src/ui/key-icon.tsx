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
      <circle cx="4.25" cy="7.5" r="3.25" stroke="currentColor" />
      <path d="M7.5 7.5H14V10.25M11 7.5V9.75" stroke="currentColor" strokeLinecap="round" />
    </svg>
  )
}
