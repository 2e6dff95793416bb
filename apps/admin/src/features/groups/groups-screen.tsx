export function GroupsScreen() {
  return null
}
