import { Anchor, Text, TextInput, type TextInputProps } from '@mantine/core'
import { useState } from 'react'
import { isFileUrl } from './entry-values.ts'

interface FileControlProps extends TextInputProps {
  value: string
  imagesOnly: boolean
}

/** The address of a file, with what is there. */
export function FileControl({ value, imagesOnly, ...input }: FileControlProps) {
  const isAddress = value !== '' && isFileUrl(value)
  return (
    <div className="file">
      <TextInput
        {...input}
        value={value}
        type="url"
        inputMode="url"
        placeholder={input.placeholder ?? 'https://'}
        autoComplete="off"
        spellCheck={false}
      />
      {isAddress && <Preview key={value} url={value} imagesOnly={imagesOnly} />}
    </div>
  )
}

const IMAGE = /\.(avif|gif|jpe?g|png|svg|webp)$/i
/** A part of the address may come after the name of the file. */
const looksLikeImage = (url: string) => IMAGE.test(url.replace(/[?#].*/, ''))

function Preview({ url, imagesOnly }: { url: string; imagesOnly: boolean }) {
  const [isBroken, setBroken] = useState(false)
  const isImage = imagesOnly || looksLikeImage(url)
  return (
    <>
      {isImage && !isBroken && (
        <img
          className="file-image"
          src={url}
          alt=""
          referrerPolicy="no-referrer"
          onError={() => setBroken(true)}
        />
      )}
      {isImage && isBroken && (
        <Text c="dimmed" fz="xs" role="status">
          There is no image that this page can show. It may be one elsewhere.
        </Text>
      )}
      <Anchor href={url} target="_blank" rel="noopener noreferrer" fz="xs">
        Open the file
      </Anchor>
    </>
  )
}
