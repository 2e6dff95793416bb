import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { StartFailure } from './ui/start-failure.tsx'

const root = createRoot(document.getElementById('root') ?? document.body)

// Not a static import: okta.ts reads /config.json first, and a failure there needs a page too.
import('./App.tsx').then(
  ({ App }) =>
    root.render(
      <StrictMode>
        <App />
      </StrictMode>,
    ),
  (error: unknown) => root.render(<StartFailure error={error} />),
)
