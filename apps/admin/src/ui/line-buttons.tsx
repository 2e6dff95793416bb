import { ActionIcon } from '@mantine/core'
import { ArrowDownIcon, ArrowUpIcon, TrashIcon } from '@radix-ui/react-icons'
import type { MouseEvent } from 'react'

interface LineButtonsProps {
  /** Of the line, as in "Move value 2 up". */
  name: string
  index: number
  count: number
  /** Absent: the order means nothing. */
  onMove?: (to: number) => void
  onRemove: () => void
}

/**
 * Moves a line of a list, or takes it out. The focus goes with the line, and from one that is gone to
 * its neighbour; else to the last button of the list, which stands in an element with `data-lines`.
 */
export function LineButtons({ name, index, count, onMove, onRemove }: LineButtonsProps) {
  const move = (to: number) => (event: MouseEvent) => {
    onMove?.(to)
    focusLater(event, to, to < index ? ['up', 'down'] : ['down', 'up'])
  }
  return (
    <div className="line-buttons">
      {onMove && (
        <>
          <ActionIcon
            size={32}
            data-does="up"
            aria-label={`Move ${name} up`}
            disabled={index === 0}
            onClick={move(index - 1)}
          >
            <ArrowUpIcon />
          </ActionIcon>
          <ActionIcon
            size={32}
            data-does="down"
            aria-label={`Move ${name} down`}
            disabled={index === count - 1}
            onClick={move(index + 1)}
          >
            <ArrowDownIcon />
          </ActionIcon>
        </>
      )}
      <ActionIcon
        size={32}
        data-does="remove"
        aria-label={`Remove ${name}`}
        onClick={(event) => {
          onRemove()
          focusLater(event, Math.min(index, count - 2), ['remove'])
        }}
      >
        <TrashIcon />
      </ActionIcon>
    </div>
  )
}

/** Once the lines are drawn anew. */
function focusLater({ currentTarget }: MouseEvent, line: number, wanted: string[]): void {
  const list = currentTarget.closest('[data-lines]')
  requestAnimationFrame(() => {
    // A line may have lists of its own inside.
    const own = [...(list?.querySelectorAll('.line-buttons') ?? [])].filter(
      (it) => it.closest('[data-lines]') === list,
    )
    const buttons = own[line]
    const found = wanted.map((it) =>
      buttons?.querySelector<HTMLElement>(`[data-does=${it}]:not(:disabled)`),
    )
    const last = [...(list?.querySelectorAll<HTMLElement>('button') ?? [])].at(-1)
    ;(found.find(Boolean) ?? last)?.focus()
  })
}
