/**
 * The address of a project in the register of research activities (ISO 23527), `https://raid.org/10.…`, of whatever form
 * it was typed in; null for what is none.
 */
export function raidOf(text: string): string | null {
  const handle =
    /^(?:(?:https?:\/\/)?(?:static\.)?(?:\w+\.)*raid\.org(?:\.au)?\/)?(10\.\d{4,9}\/[\w.-]{3,80})\/?$/i.exec(
      text.trim(),
    )
  return handle ? `https://raid.org/${handle[1]!.toLowerCase()}` : null
}
