import { ActionIcon, Menu } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { DotsHorizontalIcon, StarIcon, TrashIcon } from '@radix-ui/react-icons'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useApi, useCan } from '../../lib/session.tsx'
import { toast, toastError } from '../../ui/toast.ts'
import { DeleteLocaleDialog } from './delete-locale-dialog.tsx'
import { makeDefaultLocale, type Locale } from './queries.ts'

/** What can be done with a locale. */
export function LocaleMenu({ locale }: { locale: Locale }) {
  const { code } = locale
  const [isDeleting, deleting] = useDisclosure(false)
  const mayWrite = useCan('i18n.locale', 'w')
  const mayDelete = useCan('i18n.locale', 'd')
  const makeDefault = useMakeDefault(code)
  if (!mayWrite && !mayDelete) return null
  return (
    <>
      <Menu position="bottom-end" width={208}>
        <Menu.Target>
          <ActionIcon size={28} aria-label={`Actions for ${code}`}>
            <DotsHorizontalIcon />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {mayWrite && (
            <Menu.Item
              leftSection={<StarIcon />}
              disabled={Boolean(locale.default)}
              onClick={makeDefault}
            >
              Make default
            </Menu.Item>
          )}
          {mayDelete && (
            <Menu.Item
              leftSection={<TrashIcon />}
              color="red"
              disabled={Boolean(locale.default)}
              title={locale.default ? 'Make another locale the default first.' : undefined}
              onClick={deleting.open}
            >
              Delete…
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <DeleteLocaleDialog code={code} opened={isDeleting} onClose={deleting.close} />
    </>
  )
}

function useMakeDefault(code: string): () => void {
  const api = useApi()
  const queries = useQueryClient()
  const { mutate } = useMutation({
    mutationFn: () => makeDefaultLocale(api, code),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['locales'] })
      toast(`${code} is the default locale.`)
    },
    onError: (error) => toastError(`${code} was not made the default`, error),
  })
  return () => mutate()
}
