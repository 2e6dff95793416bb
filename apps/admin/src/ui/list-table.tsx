import { VisuallyHidden } from '@mantine/core'
import { useWindowEvent } from '@mantine/hooks'
import {
  useEffect,
  useEffectEvent,
  useRef,
  type FocusEvent,
  type ReactNode,
  type RefObject,
} from 'react'

/** A table over the full width; the arrow keys walk through its rows. */
export function ListTable({ head, children }: { head: ReactNode; children: ReactNode }) {
  const table = useRef<HTMLTableElement>(null)
  const keeping = useFocusKeeping(table)
  useWindowEvent('keydown', (event) => {
    if (table.current) walk(table.current, event)
  })
  return (
    <table className="list" ref={table} {...keeping}>
      <thead>
        <tr>{head}</tr>
      </thead>
      {children}
    </table>
  )
}

/** The head of the column with what can be done with each row. */
export function ActionsHead() {
  return (
    <th data-end>
      <VisuallyHidden>Actions</VisuallyHidden>
    </th>
  )
}

/** When the row with the focus is gone, the one in its place has it; without rows, the page's head. */
function useFocusKeeping(table: RefObject<HTMLTableElement | null>) {
  const row = useRef(-1)
  const keep = useEffectEvent(() => {
    if (row.current < 0 || document.activeElement !== document.body) return
    const rows = table.current ? rowsOf(table.current) : []
    const next = rows[Math.min(row.current, rows.length - 1)]
    const stop = next && stopsOf(next)[0]
    ;(stop ?? document.querySelector<HTMLElement>('main h1'))?.focus()
  })
  useEffect(() => keep())
  useEffect(() => () => keep(), [])
  return {
    onFocus({ target, currentTarget }: FocusEvent<HTMLElement>) {
      // A dialog of a row is a part of it, but stands elsewhere.
      if (currentTarget.contains(target))
        row.current = rowsOf(currentTarget).findIndex((it) => it.contains(target))
    },
    onBlur({ target, relatedTarget }: FocusEvent<HTMLElement>) {
      // A button that is busy loses the focus without anybody having gone elsewhere.
      if (!target.matches(':disabled') && !relatedTarget?.closest('[role=dialog]')) row.current = -1
    },
  }
}

/** From row to row within a column of links and buttons, and into the first row from elsewhere. */
function walk(table: HTMLTableElement, event: KeyboardEvent): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (!step || !isOurs(table, event)) return
  const rows = rowsOf(table).map(stopsOf)
  const at = rows.findIndex((stops) => stops.some((it) => it === document.activeElement))
  const next = at < 0 ? (step > 0 ? rows[0] : undefined) : rows[at + step]
  const column = rows[at]?.findIndex((it) => it === document.activeElement) ?? 0
  const stop = next?.[Math.min(column, next.length - 1)]
  if (!stop) return
  event.preventDefault()
  stop.focus()
}

/** The rows with something to stop at. */
const rowsOf = (table: Element) =>
  [...table.querySelectorAll('tbody tr')].filter((row) => stopsOf(row).length > 0)

const stopsOf = (row: Element) => [...row.querySelectorAll<HTMLElement>('a, button')]

/** Menus, dialogs and fields have arrow keys of their own; a search field leads into its list. */
function isOurs(table: HTMLTableElement, event: KeyboardEvent): boolean {
  const { target, ctrlKey, metaKey, altKey, shiftKey, defaultPrevented } = event
  if (ctrlKey || metaKey || altKey || shiftKey || defaultPrevented) return false
  if (!(target instanceof Element)) return false
  if (target.matches('input, textarea, select')) return target.matches('[type=search]')
  return target === document.body || Boolean(table.closest('main')?.contains(target))
}
