/** Drawn when not even the configuration could be read: no theme, no library, no dependency. */
export function StartFailure({ error }: { error: unknown }) {
  const reason = error instanceof Error ? error.message : String(error)
  return (
    <main style={{ maxWidth: 440, margin: '20vh auto', padding: 16, font: '14px/1.5 system-ui' }}>
      <h1 style={{ fontSize: 20 }}>The admin could not start</h1>
      <p>Its configuration could not be read. Check your connection, then try again.</p>
      <p>
        <code>{reason}</code>
      </p>
      <button type="button" onClick={() => window.location.reload()}>
        Try again
      </button>
    </main>
  )
}
