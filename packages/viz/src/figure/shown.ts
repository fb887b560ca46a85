import { ArgumentError, formatValue, refuseExtra } from "@rewind/autograd";
import { displayHtml } from "./notebook.ts";

/** What a value is in each format that a notebook may choose from, by media type. */
export type MimeBundle = { readonly [mediaType: string]: string };

/**
 * Something to look at: a string in a file's format, shown by itself as the last line of a notebook's cell. In tslab
 * `console.log` shows it too; kernels that ask a value for its media types (Deno's, IJavascript) find them.
 */
export abstract class Shown {
  /** One sentence for who cannot see it. */
  readonly description: string;

  /** @internal */
  protected constructor(description: string) {
    this.description = description;
  }

  /** For a page: without scripts, fonts or anything else to load. */
  abstract readonly html: string;

  /** What {@link write} writes. */
  abstract toString(): string;

  /** What a console prints. @internal */
  protected get printed(): string {
    return `[${this.constructor.name}: ${this.description}]`;
  }

  /** Prints it, or shows it where there is a notebook. @internal */
  inspect(depth?: number, options?: { depth?: number | null }): string {
    // Within an array or an object it is only printed.
    const outermost = typeof options?.depth !== "number" || depth === options.depth;
    return outermost && displayHtml(this.html) ? this.description : this.printed;
  }

  /** Every format it has. */
  abstract mimeBundle(): MimeBundle;

  /**
   * Writes it to a file. Node only: elsewhere there are no files.
   *
   * @param path for example `"flow.svg"`; the folder must exist
   * @throws ArgumentError if the path is not a string, it cannot be written, or there is no file system
   */
  async write(path: string): Promise<void> {
    if (arguments.length > 1) refuseExtra(`${this.constructor.name}.write`, arguments, 1, true);
    if (typeof path !== "string" || path === "")
      throw new ArgumentError(`write: path must be a file's name, got ${formatValue(path)}`);
    const files = fileSystem();
    if (files === null)
      throw new ArgumentError(`write: there are no files here to write ${path} to; use toString()`);
    try {
      await files.writeFile(path, this.toString());
    } catch (error) {
      throw Object.assign(
        new ArgumentError(`write: ${formatValue(path)} cannot be written: ${String(error)}`),
        { cause: error },
      );
    }
  }
}

interface FileSystem {
  writeFile(path: string, text: string): Promise<void>;
}

// Asked for when it is needed, by name: a bundler for browsers finds no import to follow.
function fileSystem(): FileSystem | null {
  const { process } = globalThis as {
    process?: { getBuiltinModule?: (id: string) => unknown };
  };
  return (process?.getBuiltinModule?.("node:fs/promises") as FileSystem | undefined) ?? null;
}

function bundle(this: Shown): MimeBundle {
  return this.mimeBundle();
}

// The names by which Node's console and tslab, Deno's kernel, and IJavascript ask.
Object.defineProperties(Shown.prototype, {
  [Symbol.for("nodejs.util.inspect.custom")]: { value: Shown.prototype.inspect },
  [Symbol.for("Jupyter.display")]: { value: bundle },
  _toMime: { value: bundle },
});
