using System.Runtime.InteropServices;

namespace Pixza.Core.Storage;

/// <summary>Files that are there whole or not at all, also after a power cut.</summary>
internal static class DurableFile
{
    /// <summary>Writes beside, waits for the disk, then renames into place and waits for the folder.</summary>
    public static void Write(string temporary, string target, ReadOnlySpan<byte> content, bool fsync)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite };
        try
        {
            using (var file = new FileStream(temporary, options))
            {
                file.Write(content);
                if (fsync)
                    file.Flush(flushToDisk: true);
            }

            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }

        if (fsync)
            SyncFolder(Path.GetDirectoryName(target)!);
    }

    /// <summary>Makes the names in a folder durable: a rename is on the disk only when its folder is.</summary>
    public static void SyncFolder(string path)
    {
        const int ReadOnly = 0;
        var descriptor = Open(path, ReadOnly);
        if (descriptor < 0)
            throw new IOException($"The folder could not be opened (error {Marshal.GetLastPInvokeError()}).");
        try
        {
            if (Fsync(descriptor) != 0)
                throw new IOException($"The folder could not be written to disk (error {Marshal.GetLastPInvokeError()}).");
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Fsync(int descriptor);

    [DllImport("libc", EntryPoint = "close", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int descriptor);
}
