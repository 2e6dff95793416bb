import { Notifications } from '@mantine/notifications'

/** Shows what `toast` says, also what it said before this was there. */
export function Toasts() {
  return <Notifications position="bottom-right" limit={3} />
}
