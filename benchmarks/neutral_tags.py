"""Which tags that exiftool and ffprobe find in an output describe only how its pictures and sound are stored."""

from __future__ import annotations

import re

from veilproof.media.icc_profiles import is_standard

_BESIDE_THE_FILE = frozenset({"ExifTool", "System", "Composite"})
"""Groups of exiftool: itself, the file system, and what it computes from other tags."""
_STORAGE_GROUPS = re.compile(
    r"File|JFIF|Adobe|PNG|PNG-cICP|RIFF|BMP|GIF|IFD\d+|QuickTime|Meta|Matroska|MPEG|M2TS|AC3|H264|Track\d+"
    r"|ICC_Profile|ICC-(header|view|meas)"
)
"""Groups in which the tags below mean what their names say."""
_STORAGE_TAGS = frozenset(
    """
    APP14Flags0 APP14Flags1 AToB0 AToB1 AToB2 AV1ConfigurationVersion AlphaCompression AlphaFiltering
    AlphaPreprocessing AnimationIterations AudioBitrate AudioBitsPerSample AudioChannels AudioFormat
    AudioLayer AudioSampleCount AudioSampleRate AudioStreamType AuxiliaryImageType AverageBitrate
    AverageFrameRate AvgBytesPerSec BMPVersion BToA0 BToA1 BToA2 BackgroundColor Balance BitDepth
    BitDepthChroma BitDepthLuma BitsPerPixel BitsPerSample BlueMatrixColumn BlueTRC BlueX BlueY BufferSize
    CMMFlags ChannelMode ChromaFormat ChromaSamplePosition ChromaticAdaptation CodecID ColorComponents
    ColorPrimaries ColorProfiles ColorResolutionDepth ColorSpaceData ColorTransform ColorType CompatibleBrands
    Compression CompressorID ConnectionSpaceIlluminant ConstantFrameRate ConstraintIndicatorFlags
    CopyrightFlag CurrentTime DCTEncodeVersion DeviceAttributes DisplayUnit DocType DocTypeReadVersion
    DocTypeVersion Duration EBMLReadVersion EBMLVersion Emphasis Encoding EncodingProcess ExifByteOrder
    ExtraSamples FileType FileTypeExtension FillOrder Filter FrameCount FrameRate GIFVersion Gamma Gamut
    GenProfileCompatibilityFlags GeneralLevelIDC GeneralProfileIDC GeneralProfileSpace GeneralTierFlag
    GraphicsMode GrayTRC GreenMatrixColumn GreenTRC GreenX GreenY HEVCConfigurationVersion HandlerClass
    HandlerType HasColorMap HorizontalScale ImageHeight ImageLength ImagePixelDepth ImageSpatialExtent
    ImageWidth Interlace JFIFVersion LayoutFlags MIMEType MPEGAudioVersion MajorBrand MatrixCoefficients
    MatrixStructure MaxBitrate MaxDataRate MediaBlackPoint MediaDataOffset MediaDataSize MediaDuration
    MediaHeaderVersion MediaTimeScale MediaWhitePoint MinSpatialSegmentationIDC MinorVersion ModeExtension
    MovieHeaderVersion NextTrackID NumChannels NumColors NumImportantColors NumTemporalLayers OpColor
    Orientation OriginalMedia Palette ParallelismType PhotometricInterpretation PixelAspectRatio
    PixelsPerMeterX PixelsPerMeterY PlanarConfiguration Planes PosterTime Predictor PreferredRate
    PreferredVolume PreviewDuration PreviewTime PrimaryItemReference ProfileClass ProfileConnectionSpace
    ProfileFileSignature ProfileVersion PurchaseFileFormat Quality RedMatrixColumn RedTRC RedX RedY
    RenderingIntent ResolutionUnit Rotation RowsPerStrip SRGBRendering SampleFormat SampleRate SampleSize
    SamplesPerPixel SelectionDuration SelectionTime SourceImageHeight SourceImageWidth StreamCount StreamType
    StripByteCounts StripOffsets SubfileType TagTrackUID TemporalIDNested TileByteCounts TileLength
    TileOffsets TileWidth TimeScale TimecodeScale TrackDefault TrackDuration TrackHeaderVersion TrackID
    TrackLayer TrackNumber TrackType TrackUID TrackVolume TransferCharacteristics Transparency
    TransparentColor VP8Version VerticalScale VideoCodec VideoFrameCount VideoFrameRate VideoFullRangeFlag
    WebP_Flags WhitePointX WhitePointY XResolution YCbCrSubSampling YResolution
    """.split()  # noqa: SIM905 - two hundred quotes and commas would hide the names
)
"""How pictures and sound are stored, whatever the value."""
_NO_DATE = r"0000:00:00 00:00:00"
_LANGUAGE = r"und|Unknown \(32767\)|[a-z]{2,3}(-[A-Za-z]{2,4})?"
_HANDLER = r"(Video|Sound|Subtitle|Data|Picture)Handler|"
_NEUTRAL_VALUES = {
    **dict.fromkeys(
        ("CreateDate", "ModifyDate", "TrackCreateDate", "TrackModifyDate", "MediaCreateDate", "MediaModifyDate"),
        _NO_DATE,
    ),
    **dict.fromkeys(("MuxingApp", "WritingApp"), "Lavf"),
    **dict.fromkeys(("MediaLanguageCode", "TrackLanguage"), _LANGUAGE),
    **dict.fromkeys(("DeviceManufacturer", "DeviceModel", "ProfileCMMType", "ProfileCreator"), r"|none"),
    "HandlerDescription": _HANDLER,
    "HandlerVendorID": "Apple|",
    "VendorID": "FFmpeg|",
    "AudioCodec": r"[\x00-\x1f]?",
    "PrimaryPlatform": r"Unknown \(\)|",
    "ProfileCopyright": "none",
    "ProfileDateTime": "2000:01:01 00:00:00",
    "ProfileID": "0",
}
"""Tags that may stand there with nothing in them but what the programs that write the files put there."""
_FFPROBE_VALUES = {
    "major_brand": r"[\w ]{4}",
    "minor_version": r"\d{1,5}",
    "compatible_brands": r"[\w ]{4,64}",
    "handler_name": _HANDLER,
    "language": _LANGUAGE,
    "vendor_id": r"FFMP|\[0\]\[0\]\[0\]\[0\]",
    "encoder": r"Lav[cf]",
    "duration": r"[\d:.]+",
}


def is_neutral(key: str, value: object) -> bool:
    """Whether a tag tells nothing about the footage, who made it and with what; docs/files.md allows no other.

    Args:
        key: GROUP:TAG, as exiftool prints it with -G1.
        value: as exiftool prints it.
    """
    group, _, name = key.partition(":")
    if group in _BESIDE_THE_FILE:
        return True
    if not _STORAGE_GROUPS.fullmatch(group):
        return False
    if name == "ProfileDescription":
        return is_standard(str(value))
    if name in _NEUTRAL_VALUES:
        return bool(re.fullmatch(_NEUTRAL_VALUES[name], str(value)))
    return name in _STORAGE_TAGS


def is_neutral_to_ffprobe(name: str, value: str) -> bool:
    """The same for a tag of a container or a stream as ffprobe prints it."""
    form = _FFPROBE_VALUES.get(name.lower())
    return form is not None and bool(re.fullmatch(form, value))
