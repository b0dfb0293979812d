using System.Security.Cryptography;
using System.Text.Json;

namespace Pixza.Core.Database.LocalCluster;

/// <summary>What a data folder remembers of its database, in <c>database.json</c>, readable by its owner alone.</summary>
/// <param name="Password">Of the owning role, random.</param>
/// <param name="Port">On 127.0.0.1; 0 until the first start.</param>
/// <param name="Folder">PostgreSQL's own folder, when it could not lie in the data folder; else null.</param>
/// <param name="StartedPid">The server that Pixza started and has not stopped; 0 when there is none.</param>
internal sealed record ClusterFile(string Password, int Port, string? Folder, int StartedPid)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    internal static string PathIn(string dataFolder) => Path.Combine(dataFolder, "database.json");

    /// <returns>Null before the first start.</returns>
    internal static ClusterFile? Read(string dataFolder)
    {
        var path = PathIn(dataFolder);
        try
        {
            return JsonSerializer.Deserialize<ClusterFile>(File.ReadAllBytes(path), Json);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (UnauthorizedAccessException cause)
        {
            throw new LocalClusterException($"{path} belongs to another user: run Pixza as that user, or choose another folder with --data.", cause);
        }
        catch (JsonException cause)
        {
            throw new LocalClusterException($"{path} is damaged: restore it from a backup, it holds the database's password.", cause);
        }
    }

    internal static ClusterFile New() => new(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)), Port: 0, Folder: null, StartedPid: 0);

    /// <summary>Replaces the file as a whole: whatever dies, the old one or the new one is there.</summary>
    internal ClusterFile Write(string dataFolder)
    {
        var path = PathIn(dataFolder);
        var next = path + ".new";
        File.Delete(next);
        using (var file = new FileStream(next, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        }))
        {
            JsonSerializer.Serialize(file, this, Json);
            file.Flush(flushToDisk: true);
        }
        File.Move(next, path, overwrite: true);
        return this;
    }
}
