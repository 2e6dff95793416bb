import { notifications } from '@mantine/notifications'
import { explanationOf } from './error-note.tsx'

/** Says what happened. */
export function toast(message: string): void {
  notifications.show({ message, withBorder: true, autoClose: 4_000 })
}

/** Says what did not happen, and why. Stays until it is closed. */
export function toastError(title: string, error: unknown): void {
  const message = explanationOf(error)
  notifications.show({ title, message, color: 'red', withBorder: true, autoClose: false })
}
