import { Button, Group } from '@mantine/core'
import { useNavigate, useRouter } from '@tanstack/react-router'

interface PageButtonsProps {
  /** Where the page before ended; none on the first. */
  after: string | undefined
  /** Where this one ends; none on the last. */
  cursor: string | undefined
}

/** To the next page of a list and back; where a page begins stands in the address. */
export function PageButtons({ after, cursor }: PageButtonsProps) {
  const navigate = useNavigate()
  const { history } = useRouter()
  // Cursors only lead on: back is what the browser remembers, or the beginning.
  const cameFromBefore = 'isNextPage' in history.location.state
  if (!after && !cursor) return null
  const first = () => void navigate({ to: '.', search: (old) => ({ ...old, after: undefined }) })
  const next = () =>
    void navigate({
      to: '.',
      search: (old) => ({ ...old, after: cursor }),
      state: (old) => ({ ...old, isNextPage: true }),
    })
  return (
    <Group component="nav" aria-label="Pages" gap={8} justify="flex-end" className="list-pages">
      {after && (
        <Button variant="default" onClick={cameFromBefore ? () => history.back() : first}>
          {cameFromBefore ? 'Previous page' : 'First page'}
        </Button>
      )}
      <Button variant="default" onClick={next} disabled={!cursor}>
        Next page
      </Button>
    </Group>
  )
}
