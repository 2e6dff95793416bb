export function NewGroupScreen() {
  return null
}
export function GroupScreen() {
  return null
}
